export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) {
      element.addEventListener(name.slice(2).toLowerCase(), value);
    } else if (name === "style" || name === "dataset") {
      Object.assign(element[name], value);
    } else {
      element[name] = value;
    }
  }
  element.append(...children.flat(Infinity).filter((child) => child != null));
  return element;
}

export const tabBar = (tabs, onPick) =>
  h(
    "nav",
    { className: "tabs" },
    tabs.map(({ id, title, unread = 0 }) =>
      h(
        "button",
        { dataset: { id }, onClick: () => onPick(id) },
        title,
        unread > 0 ? h("sup", {}, `+${unread}`) : null,
      ),
    ),
  );
