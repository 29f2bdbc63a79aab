/** What is on the page of a target alone. */
export const TARGET_STYLE = '';
