// @ts-check
/** The description of a track or a module: a few sentences on one line. */

/** @param {{label: string, hint: string, value?: string}} about it @returns {import('../../parts/form.js').Field} */
export const descriptionField = (about) => ({
  ...{ name: 'description', autocomplete: 'off', type: 'textarea', required: false, most: 2000 },
  ...about,
});

/** With the description on one line, as the server takes it. @param {Record<string, string>} values */
export const onOneLine = (values) => ({ ...values, description: values.description.trim().replace(/\s*\n\s*/g, ' ') });
