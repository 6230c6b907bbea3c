import { stripVTControlCharacters } from 'node:util';

/**
 * How many columns a text of the help takes. The bundle of the program gives it to yargs in place of the package
 * string-width, which compiles tables of all emoji when it is loaded: 50 ms of CPU, for texts that have none.
 */
export default function plainWidth(text: string): number {
  return [...stripVTControlCharacters(text)].length;
}
