declare const promqlBrand: unique symbol;

/** PromQL text made by the builders of this folder, so that nothing unescaped can be sent by mistake. */
export type PromqlExpression = string & { readonly [promqlBrand]: true };
