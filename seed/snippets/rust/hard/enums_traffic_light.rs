#[derive(Clone, Copy)]
enum Light {
    Red,
    Amber,
    Green,
}

fn seconds(light: Light) -> u32 {
    match light {
        Light::Red | Light::Green => 30,
        Light::Amber => 4,
    }
}
