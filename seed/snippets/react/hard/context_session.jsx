import { createContext, use, useState } from "react";

const Session = createContext(null);

export function SessionProvider({ api, children }) {
  const [user, setUser] = useState(null);
  const login = async (form) => {
    setUser(await api.post("/session", form));
  };
  const logout = () => api.delete("/session").then(() => setUser(null));
  return <Session value={{ user, login, logout }}>{children}</Session>;
}
export const useSession = () => use(Session);
