const logo = <img src="/logo.svg" alt="Home" />;
