type Nullable<Row> = { [Column in keyof Row]: Row[Column] | null };

interface Reading {
  sensor: string;
  celsius: number;
}

const offline: Nullable<Reading> = { sensor: "roof", celsius: null };
const shown: string = offline.celsius?.toFixed(1) ?? "no signal";
