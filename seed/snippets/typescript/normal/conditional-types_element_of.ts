type ElementOf<Many> = Many extends readonly (infer One)[] ? One : never;

const courses = [
  { title: "Algebra", credits: 6 },
  { title: "Drawing", credits: 3 },
];
type Course = ElementOf<typeof courses>;

const isShort = ({ credits }: Course): boolean => credits < 5;
