/**
 * `Type` where the document's schema has the fields of the type, at every depth, and no others; else a type that fits
 * nowhere and names the fields in question. A field added to a plan or a script so does not compile until it is checked.
 */
export type CheckedAs<Type, Schema, Document> = [Differing<FieldsOf<Type>, FieldsOf<Document>>] extends [never]
  ? Schema
  : { readonly fieldsOfOneOnly: Differing<FieldsOf<Type>, FieldsOf<Document>> };

type Differing<One, Other> = Exclude<One, Other> | Exclude<Other, One>;

/** Paths of all fields, optional ones too: `audio`, `audio.music`, `audio.music.licence`. Lists are their items. */
export type FieldsOf<Value> = Value extends readonly (infer Item)[]
  ? FieldsOf<Item>
  : Value extends object
    ? { [Key in keyof Value & string]-?: Key | `${Key}.${FieldsOf<NonNullable<Value[Key]>>}` }[keyof Value & string]
    : never;
