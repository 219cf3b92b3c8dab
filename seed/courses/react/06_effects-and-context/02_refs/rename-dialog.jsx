import { useRef } from "react";

export function Rename({ name, onRename }) {
  const dialog = useRef(null);
  const rename = (data) => {
    onRename(data.get("name"));
    dialog.current.close();
  };
  return (
    <>
      <button onClick={() => dialog.current.showModal()}>{name}</button>
      <dialog ref={dialog}>
        <form action={rename}>
          <input name="name" defaultValue={name} required />
          <button>Rename</button>
        </form>
      </dialog>
    </>
  );
}
