const images = [...document.images];
await Promise.all(images.map((image) => image.decode()));
document.body.classList.add("ready");
