/** The one door to TypeBox, so that moving to its successor package changes one file. */
export { type Static, type TObject, type TSchema, type TUnsafe, Type } from '@sinclair/typebox';
