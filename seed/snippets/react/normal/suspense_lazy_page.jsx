import { lazy, Suspense } from "react";

const Settings = lazy(() => import("./Settings.jsx"));

export const SettingsPage = () => (
  <Suspense fallback={<p>Loading settings...</p>}>
    <Settings />
  </Suspense>
);
