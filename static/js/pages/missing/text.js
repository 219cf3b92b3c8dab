// @ts-check
/** The English of the pages for what is not there or did not work. */

export const text = {
  notFoundTitle: 'Page not found',
  notFound: 'This page does not exist. The address may be mistyped, or the page was removed.',
  goneTitle: 'Not found',
  gone: 'Not found, or private.',
  failedTitle: 'This page could not be opened',
  fault: 'Something went wrong on this page. Try again; if it keeps happening, tell whoever runs this server.',
  unloaded: 'Part of this page could not be loaded. Check your connection and try again.',
  again: 'Try again',
};
