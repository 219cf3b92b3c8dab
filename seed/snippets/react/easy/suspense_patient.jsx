import { Suspense } from "react";

export const Patient = ({ children }) => (
  <Suspense fallback="Loading">{children}</Suspense>
);
