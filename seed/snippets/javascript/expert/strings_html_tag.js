const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

class SafeHtml {
  constructor(text) {
    this.toString = () => text;
  }
}

function safe(value) {
  if (value instanceof SafeHtml) return `${value}`;
  if (Array.isArray(value)) return value.map(safe).join("");
  return String(value ?? "").replace(/[&<>"]/g, (char) => ENTITIES[char]);
}

export const html = (parts, ...values) =>
  new SafeHtml(parts.map((part, i) => part + safe(values[i])).join(""));

export const page = ({ title, posts = [] }) => html`
  <h1 title="${title}">${title}</h1>
  ${posts.map(({ id, name }) => html`<a href="/posts/${id}">${name}</a>`)}
  <p>${posts.length || "No"} posts</p>
`;
