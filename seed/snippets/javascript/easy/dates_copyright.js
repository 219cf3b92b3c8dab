const year = new Date().getFullYear();
document.querySelector("footer").append(`2019 - ${year}`);
