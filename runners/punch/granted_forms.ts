import { type CreationForm, namingStreams, usualForms } from './creation_form.js';

/** A creation that was granted. */
interface Granted {
  readonly form: CreationForm;
  /** Whether the body names streams. */
  readonly namesStreams: boolean;
  /** Whether the answer shows streams. */
  readonly showsStreams: boolean;
}

/** The forms in which a broker grants creations. */
export interface GrantedForms {
  /** The form of the last creation that was granted, or the one that the description of the deployment gives. */
  current(): CreationForm | undefined;
  /** The forms for a creation, of which each is tried when the broker rejects the one before. */
  toTry(namesStreams: boolean): readonly CreationForm[];
  granted(creation: Granted): void;
}

/** `given` is the form that the description of the deployment gives. */
export function grantedForms(given: CreationForm | undefined): GrantedForms {
  let last: CreationForm | undefined;
  let grantsPlain = false;
  return {
    current: () => last ?? given,
    toTry(namesStreams) {
      if (!last) return given ? [given] : usualForms;
      // If only creations with streams were granted, one without may need them too.
      return namesStreams || grantsPlain ? [last] : [last, namingStreams(last)];
    },
    granted({ form, namesStreams, showsStreams }) {
      // If the answer shows no stream, later creations name theirs.
      if (!last || (!namesStreams && !grantsPlain)) last = showsStreams ? form : namingStreams(form);
      if (!namesStreams) grantsPlain = true;
    },
  };
}
