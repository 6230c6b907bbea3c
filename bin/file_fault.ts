/** An error in a file of the user, with a guess at what was meant. */
import type { FileError } from '../vectors/schema.js';
import { UsageError } from './command.js';
import { nearest } from './suggest.js';

export function faultOf(option: string, { message, member }: FileError): UsageError {
  if (member === undefined) return new UsageError(`${option}: ${message}`);
  const meant = nearest(member.name, member.known);
  const hint = meant === undefined ? '' : ` (did you mean "${meant}"?)`;
  return new UsageError(`${option}: ${message}${hint}; known: ${member.known.join(', ')}`);
}
