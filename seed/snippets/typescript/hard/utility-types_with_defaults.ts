type Optional<T> = {
  [K in keyof T as T extends Record<K, T[K]> ? never : K]: T[K];
};

function withDefaults<T extends object>(
  options: T,
  defaults: Required<Optional<T>>,
): Required<T> {
  return { ...defaults, ...options } as Required<T>;
}

interface Zoom {
  level: number;
  smooth?: boolean;
  anchor?: "center" | "pointer";
}

const zoom: Zoom = { level: 2, smooth: false };
console.log(withDefaults(zoom, { smooth: true, anchor: "center" }));
