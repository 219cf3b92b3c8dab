type Parcel = {
  weight: number;
  size: { width: number; height: number };
  fragile: boolean;
};

const lamp: Parcel = {
  weight: 1.4,
  size: { width: 30, height: 45 },
  fragile: true,
};
