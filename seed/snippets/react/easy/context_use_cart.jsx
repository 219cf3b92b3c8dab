import { createContext, use } from "react";

const CartContext = createContext([]);
export const useCartSize = () => use(CartContext).length;
