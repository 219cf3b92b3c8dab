import { lazy } from "react";

const load = () => import("./CityMap.jsx");
export const CityMap = lazy(load);
export const preloadCityMap = () => void load();
