type Listener<E> = Box<dyn Fn(&E) -> bool>;

struct Bus<E> {
    next: usize,
    listeners: BTreeMap<usize, Listener<E>>,
}

impl<E> Bus<E> {
    fn on(&mut self, listener: impl Fn(&E) + 'static) -> usize {
        self.add(Box::new(move |event| {
            listener(event);
            true
        }))
    }

    fn once(&mut self, listener: impl Fn(&E) + 'static) -> usize {
        self.add(Box::new(move |event| {
            listener(event);
            false
        }))
    }

    fn add(&mut self, listener: Listener<E>) -> usize {
        self.next += 1;
        self.listeners.insert(self.next, listener);
        self.next
    }
}
