interface Events {
  open: { path: string };
  close: { reason: string };
}

type Handler<K extends keyof Events> = (event: Events[K]) => void;

const onClose: Handler<"close"> = ({ reason }) => console.log(reason);
onClose({ reason: "the window was shut" });
