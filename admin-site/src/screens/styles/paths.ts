/** Where a style is edited, and where its lines for the site are. */
export const stylePath = (styleId: string) => `/manage/style/${styleId}`;
export const codePath = (styleId: string) => `${stylePath(styleId)}/code`;
