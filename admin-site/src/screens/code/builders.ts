/** Where a site may be built, in the order in which they are shown. Their words are `code.builder.<id>`. */
export const BUILDERS = ["html", "wordpress", "shopify", "wix", "squarespace", "webflow", "gtm", "spa", "wechat", "fkw", "sxl"] as const;
export type Builder = (typeof BUILDERS)[number];

/** What is pasted there. */
export const pasted = (builder: Builder): "line" | "tagManager" | "link" =>
  builder === "gtm" ? "tagManager" : builder === "wechat" ? "link" : "line";
