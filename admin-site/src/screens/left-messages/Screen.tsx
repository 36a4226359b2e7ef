export const LeftMessagesScreen = () => null;
