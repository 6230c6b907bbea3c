/** Milliseconds since 1970 of an HTTP date (RFC 9110 section 5.6.7); NaN for any other text. */
export const httpDate = (text: string): number => Date.parse(text);
