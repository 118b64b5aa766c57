"""What is asked: the door of the files, the published content, the way of a person."""
