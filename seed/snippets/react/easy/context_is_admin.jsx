import { use } from "react";
import { UserContext } from "./user.js";

export const useIsAdmin = () => use(UserContext).role === "admin";
