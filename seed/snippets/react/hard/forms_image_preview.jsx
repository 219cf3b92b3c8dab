import { useEffect, useState } from "react";

export function PhotoInput() {
  const [url, setUrl] = useState("");
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const pick = ({ target: { files } }) =>
    setUrl(files.length ? URL.createObjectURL(files[0]) : "");
  return (
    <>
      <input type="file" accept="image/*" onChange={pick} />
      {url && <img src={url} alt="Preview" width={160} />}
    </>
  );
}
