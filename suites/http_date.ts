/** Milliseconds since 1970 of a date as HTTP writes it (RFC 9110 section 5.6.7); NaN when it is none. */
export const httpDate = (text: string): number => Date.parse(text);
