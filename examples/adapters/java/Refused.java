/** The specification forbids the input. The text is for people; conform never matches it. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refused(String why) {
        super(why, null, false, false);
    }
}
