/** Expressions of GitHub Actions, evaluated by GitHub's own library. */
import { data, Evaluator, Lexer, Parser } from '@actions/expressions';

/** The contexts of an expression: `inputs`, `steps`, `github`, ... */
export type Contexts = Readonly<Record<string, unknown>>;

function evaluate(text: string, contexts: Contexts): data.ExpressionData {
  const { tokens } = new Lexer(text).lex();
  const always = { name: 'always', minArgs: 0, maxArgs: 0 };
  const expression = new Parser(tokens, Object.keys(contexts), [always]).parse();
  const dictionary = JSON.parse(JSON.stringify(contexts), data.reviver) as data.Dictionary;
  const functions = new Map([['always', { ...always, call: () => new data.BooleanData(true) }]]);
  return new Evaluator(expression, dictionary, functions).evaluate();
}

/** A text with the values of its `${{ ... }}` expressions. */
export const filled = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) => evaluate(expression, contexts).coerceString());

/** Whether a step runs. After a failure, only steps with `always()` run. */
export function runs(condition: string | undefined, failed: boolean, contexts: Contexts): boolean {
  if (failed && !condition?.includes('always()')) return false;
  if (condition === undefined) return true;
  const value = evaluate(condition, contexts);
  return !['', 'false', '0'].includes(value.coerceString());
}
