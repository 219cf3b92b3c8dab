type Edit<S> = Box<dyn Fn(&mut S)>;

struct History<S> {
    state: S,
    done: Vec<(Edit<S>, Edit<S>)>,
    undone: Vec<(Edit<S>, Edit<S>)>,
}

impl<S> History<S> {
    fn apply(
        &mut self,
        forward: impl Fn(&mut S) + 'static,
        back: impl Fn(&mut S) + 'static,
    ) {
        forward(&mut self.state);
        self.done.push((Box::new(forward), Box::new(back)));
        self.undone.clear();
    }

    fn undo(&mut self) -> bool {
        let Some(edit) = self.done.pop() else {
            return false;
        };
        (edit.1)(&mut self.state);
        self.undone.push(edit);
        true
    }
}
