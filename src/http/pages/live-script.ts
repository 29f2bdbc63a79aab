/** The one script: every page works without it. */
export const LIVE_SCRIPT = '';
