"""Words made comparable: the same way for what is indexed and for what is asked, whatever the engine."""
