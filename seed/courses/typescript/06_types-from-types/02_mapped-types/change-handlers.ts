type ChangeHandlers<T> = {
  [K in keyof T as `on${Capitalize<K & string>}Change`]: (value: T[K]) => void;
};

interface Lamp {
  color: string;
  brightness: number;
}

const log: ChangeHandlers<Lamp> = {
  onColorChange: (color) => console.log(color.toUpperCase()),
  onBrightnessChange: (percent) => console.log(percent.toFixed(0)),
};

log.onColorChange("amber");
