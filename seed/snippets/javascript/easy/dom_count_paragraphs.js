const paragraphs = document.querySelectorAll("article p");
document.title = `${paragraphs.length} paragraphs`;
