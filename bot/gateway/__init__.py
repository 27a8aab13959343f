"""The gateway: sockets, REST and pages by aiohttp. It never imports rasa, TensorFlow, spaCy or jieba; a test holds this."""
