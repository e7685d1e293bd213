import type { Language } from '../language.ts';
import { german } from './de.ts';
import { english, type Texts } from './en.ts';

const catalogue: Readonly<Record<Language, Texts>> = { en: english, de: german };

/** Every text people read, in their language; what was stored before there were languages is English. */
export const texts = (language: Language = 'en'): Texts => catalogue[language];
