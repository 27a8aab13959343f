"""Pure functions over what a shopper typed: no I/O but reading tables, no Rasa, no shop, no exception for any str."""
