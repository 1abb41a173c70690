declare const brand: unique symbol;

/** A value that must not be mixed with others of the same primitive type; made by one constructor each. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
