/** An attestation that does not hold, or a recording that nobody may attest; the message says why. */
export class Refused extends Error {
  override readonly name = 'Refused';
}
