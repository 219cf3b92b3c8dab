const allow = (event) => event.preventDefault();

export function DropZone({ onFiles }) {
  const drop = (event) => {
    event.preventDefault();
    onFiles([...event.dataTransfer.files]);
  };
  return <div onDragOver={allow} onDrop={drop} />;
}
