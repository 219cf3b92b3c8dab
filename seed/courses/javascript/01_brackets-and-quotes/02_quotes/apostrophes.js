const news = "it's raining";
console.log(news);
