/** The one door to TypeBox, so that moving to its successor package changes one file. */
export { type Static, type TObject, type TSchema, Type } from '@sinclair/typebox';
