import logging

log = logging.getLogger("kitchen")
log.info("the oven is warm")
log.warning("the soup is getting cold")
