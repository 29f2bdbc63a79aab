/** What is on the start page alone. */
export const INDEX_STYLE = '';
