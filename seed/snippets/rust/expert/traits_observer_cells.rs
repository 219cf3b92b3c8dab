trait Observer {
    fn changed(&self, old: i32, new: i32);
}

#[derive(Default)]
struct Sensor {
    value: Cell<i32>,
    observers: RefCell<Vec<Weak<dyn Observer>>>,
}

impl Sensor {
    fn watch(&self, observer: &Rc<dyn Observer>) {
        self.observers.borrow_mut().push(Rc::downgrade(observer));
    }

    fn set(&self, new: i32) {
        let old = self.value.replace(new);
        if old == new {
            return;
        }
        self.observers.borrow_mut().retain(|weak| {
            let alive = weak.upgrade();
            if let Some(observer) = &alive {
                observer.changed(old, new);
            }
            alive.is_some()
        });
    }
}
