const link = <a href="/help">Get help</a>;
