export const StyleScreen = () => null;
